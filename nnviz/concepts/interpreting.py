"""What the lesson "Explaining an answer" is about: two networks, seven methods, baselines. Imports no framework."""

NETWORKS = {"shortcut": "Network A", "cured": "Network B"}
"""One trained where the mark gives the shape away, one where it says nothing."""
METHODS = {
    "gradient": "Gradient",
    "smoothgrad": "SmoothGrad",
    "gradient_x_input": "Gradient × input",
    "integrated_gradients": "Integrated gradients",
    "guided_backpropagation": "Guided backpropagation",
    "grad_cam": "Grad-CAM",
    "occlusion": "Occlusion",
}
"""name → title, as in `nnviz.explanation.catalog.METHODS`."""
SETTINGS = {"smoothgrad": {"samples": 25}, "occlusion": {"window": 3}}
"""The methods' own settings, where they are not the usual ones."""
SHADES = tuple(k / 10 for k in range(11))
"""The even baselines, from black to white; after them come the mean image and the blurred one."""
CLASSES = ("circle", "square")
MARK = 3
"""Pixels along a side of the mark."""
CORNERS = ((1, 1), (12, 12))
"""(row, column) where the mark of each class begins in training."""
