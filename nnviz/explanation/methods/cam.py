"""Class activation maps by gradients: where in an image a layer finds what speaks for the explained number.

Each weighs the maps A of a layer, by default of the last convolution, with what the gradient G = ∂F/∂A says of them,
adds them up over the channels c, leaves out what is negative, and enlarges the rest to the image.
"""

import numpy as np

from nnviz.explanation.methods.layer_maps import enlarged, image_place, layer_maps
from nnviz.explanation.methods.modified import changed_gradients, guided
from nnviz.explanation.problem import Outcome, Problem

_PLACES = (1, 2)
_TINY = 1e-12


def grad_cam(problem: Problem, layer: str | None = None) -> Outcome:
    """Σ_c mean(G_c) · A_c.

    Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization" (2017).
    """
    at = layer_maps(problem, layer)
    weights = at.gradients.mean(_PLACES, keepdims=True)
    return enlarged(problem, at, (weights * at.maps).sum(-1))


def grad_cam_plus_plus(problem: Problem, layer: str | None = None) -> Outcome:
    """Σ_c w_c · A_c with w_c = Σ_ij α_ij · max(0, G_ij), α = G² / (2 G² + G³ · Σ_ij A_ij), 0 where G is 0.

    Chattopadhay et al., "Grad-CAM++: Generalized Gradient-Based Visual Explanations for Deep Convolutional Networks"
    (2018), equation 19.
    """
    at = layer_maps(problem, layer)
    square = at.gradients.astype("float64") ** 2
    below = 2 * square + at.gradients * square * at.maps.sum(_PLACES, keepdims=True, dtype="float64")
    alpha = np.where(np.abs(below) > _TINY * square.max(initial=_TINY), square, 0.0) / np.where(below == 0, 1.0, below)
    weights = (alpha * np.maximum(at.gradients, 0)).sum(_PLACES, keepdims=True)
    return enlarged(problem, at, (weights * at.maps).sum(-1))


def hires_cam(problem: Problem, layer: str | None = None) -> Outcome:
    """Σ_c G_c · A_c, place by place.

    For a network that is linear behind the layer the map adds up to what its places bring to F, before what is negative
    is left out. Draelos and Carin, "Use HiResCAM instead of Grad-CAM for faithful explanations" (2020).
    """
    at = layer_maps(problem, layer)
    return enlarged(problem, at, (at.gradients * at.maps).sum(-1))


def xgrad_cam(problem: Problem, layer: str | None = None) -> Outcome:
    """Σ_c w_c · A_c with w_c = Σ_ij G_ij · A_ij / Σ_ij A_ij.

    Fu et al., "Axiom-based Grad-CAM: Towards Accurate Visualization and Explanation of CNNs" (2020).
    """
    at = layer_maps(problem, layer)
    total = at.maps.sum(_PLACES, keepdims=True, dtype="float64")
    product = (at.gradients * at.maps).sum(_PLACES, keepdims=True, dtype="float64")
    empty = np.abs(total) < _TINY
    weights = np.where(empty, 0.0, product) / np.where(empty, 1.0, total)
    return enlarged(problem, at, (weights * at.maps).sum(-1))


def layer_cam(problem: Problem, layer: str | None = None) -> Outcome:
    """Σ_c max(0, G_c) · A_c, place by place; made for early layers too.

    Jiang et al., "LayerCAM: Exploring Hierarchical Class Activation Maps for Localization" (2021).
    """
    at = layer_maps(problem, layer)
    return enlarged(problem, at, (np.maximum(at.gradients, 0) * at.maps).sum(-1))


def eigen_cam(problem: Problem, layer: str | None = None) -> Outcome:
    """The maps along their first principal direction: A · v₁, from the singular values of A as (places, channels).

    It asks for no class. The sign of v₁ is the one that makes the map's sum positive. Muhammad and Yeasin, "Eigen-CAM:
    Class Activation Map using Principal Components" (2020).
    """
    at = layer_maps(problem, layer)
    flat = at.maps.reshape(len(at.maps), -1, at.maps.shape[-1]).astype("float64")
    values, directions = np.linalg.eigh(np.einsum("npc,npd->ncd", flat, flat))
    heat = np.einsum("npc,nc->np", flat, directions[:, :, -1])
    heat *= np.where(heat.sum(1, keepdims=True) < 0, -1.0, 1.0)
    note = "It shows what stands out most to this layer, whatever the class: for every class it is the same map."
    return enlarged(problem, at, heat.reshape(at.maps.shape[:3]), (note,))


def guided_grad_cam(problem: Problem, layer: str | None = None) -> Outcome:
    """Guided backpropagation times the map of Grad-CAM, pixel by pixel: finer than the map, and with a sign.

    Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization" (2017), section
    3.1.
    """
    place = image_place(problem)
    cam, (gradients, met) = grad_cam(problem, layer), changed_gradients(problem, "guided", guided)
    image = problem.function.entries[place][0]
    values = list(cam.values)
    values[image] = gradients[place] * values[image] * gradients[place].shape[-1]
    none = () if met else ("This network has no ReLU: the gradients are its plain ones.",)
    return Outcome(values, notes=(cam.notes[0].split(";")[0] + ".", *none, *cam.notes[1:]))
