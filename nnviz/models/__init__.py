"""Networks: the layer catalog, previews, building, templates, edits, files and generated code.

Framework-free, for the server: catalog, records, wiring, titles, costs, templates, diagnoses.
For workers, which import Keras: layers, symbolic, preview, build.
"""
