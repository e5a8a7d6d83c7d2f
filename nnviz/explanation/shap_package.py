"""The shap package as it is quickest to have. Imported only where an explanation needs it."""


def package():
    """The shap package, its helpers left as Python: compiling them takes 5 to 20 s, running them uncompiled a tenth of
    a second."""
    import numba

    compiles, numba.config.DISABLE_JIT = numba.config.DISABLE_JIT, True
    try:
        import shap
    finally:
        numba.config.DISABLE_JIT = compiles
    return shap
