"""Any Keras model, looked into: gradients, weights, units, feature maps, a layer's space, attention, memory."""

import keras
import numpy as np

import nnviz

rows = keras.Input((12, 4))
attended = keras.layers.MultiHeadAttention(2, 4, name="attention")(rows, rows)
remembered = keras.layers.LSTM(8, name="memory")(attended)
model = keras.Model(rows, keras.layers.Dense(3, "softmax", name="answer")(remembered))
draw = np.random.default_rng(0)
x, y = draw.normal(size=(60, 12, 4)).astype("float32"), draw.integers(3, size=60)

flow = nnviz.gradients(model, x, y, "sparse_categorical_crossentropy")
print(f"{flow.verdict}: {flow.sentence}")
chain = nnviz.chain_rule(model, x, y, "sparse_categorical_crossentropy", "answer")
print(f"one weight: slope {chain.gradient:.5f}, the sum of {chain.terms.size} products {chain.total:.5f}")
plane = nnviz.loss_surface(model, x, y, "sparse_categorical_crossentropy", cells=5)
print(f"loss from {plane.values.min():.2f} to {plane.values.max():.2f} around it")
for weight in nnviz.weights(model)[:2]:
    print(f"{weight.path} {weight.shape}: deviation {weight.summary.std:.3f}")

space = nnviz.project(model, x, "memory")
print(f"{space.dimensions} numbers in two dimensions, {space.explained.sum():.0%} of their variance")
print(f"heads: {nnviz.attention(model, x[:1])[0].weights.shape[1]}")
print(f"remembered after each step: {nnviz.hidden_states(model, x[:1])[0].hidden.shape}")

number = nnviz.arithmetic(model, x[:1], "memory", (3,))
print(f"unit 4 of the memory: {number.value:.6f}, recomputed from its gates {number.computed:.6f}: {number.within}")

found = nnviz.units(model, x, "memory", y)
print(f"unit 1 of {found.units} likes example {found.most[0, 0]}, class {found.preferred[0]}")
without = nnviz.ablate(model, x, "memory", [0, 1])
print(f"accuracy {without.accuracy(y)[0]:.2f}, without two units {without.accuracy(y)[1]:.2f}")
kernel = nnviz.spectrum(nnviz.weights(model)[-2].values)
print(f"effective rank {kernel.effective_rank:.1f} of {len(kernel.values)}")

image = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Conv2D(4, 3, name="edges"), keras.layers.Flatten()])
maps = nnviz.feature_maps(image, draw.random((1, 8, 8, 1)), "edges")
print(f"feature maps {maps.shape}")
