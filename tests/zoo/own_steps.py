"""Networks that say themselves how they are trained."""

import keras
import tensorflow as tf

from tests.zoo.specimen import Draw, Made, compiled, specimen

layers, ops = keras.layers, keras.ops


class Sampling(layers.Layer):
    """Draws z from N(mean, exp(log_var))."""

    def __init__(self, **settings):
        super().__init__(**settings)
        self.seeds = keras.random.SeedGenerator(1337)

    def call(self, inputs):
        mean, log_var = inputs
        return mean + ops.exp(0.5 * log_var) * keras.random.normal(ops.shape(mean), seed=self.seeds)


class VAE(keras.Model):
    """Own loss trackers, a `train_step` over x alone, and no `call`."""

    def __init__(self):
        super().__init__()
        inputs, latent = keras.Input((6, 6, 1)), keras.Input((2,))
        x = layers.Dense(8, "relu")(layers.Flatten()(inputs))
        parts = layers.Dense(2)(x), layers.Dense(2)(x)
        self.encoder = keras.Model(inputs, [*parts, Sampling()(parts)])
        self.decoder = keras.Model(latent, layers.Reshape((6, 6, 1))(layers.Dense(36, "sigmoid")(latent)))
        self.trackers = [keras.metrics.Mean(name=name) for name in ("loss", "reconstruction_loss", "kl_loss")]

    @property
    def metrics(self):
        return self.trackers

    def train_step(self, data):
        with tf.GradientTape() as tape:
            mean, log_var, z = self.encoder(data)
            rebuilt = self.decoder(z)
            apart = ops.mean(ops.sum(keras.losses.binary_crossentropy(data, rebuilt), axis=(1, 2)))
            kl = ops.mean(ops.sum(-0.5 * (1 + log_var - ops.square(mean) - ops.exp(log_var)), axis=1))
            total = apart + kl
        gradients = tape.gradient(total, self.trainable_weights)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_weights, strict=True))
        for tracker, value in zip(self.trackers, (total, apart, kl), strict=True):
            tracker.update_state(value)
        return {tracker.name: tracker.result() for tracker in self.trackers}


@specimen(quiet=False, explained=False)
def variational():
    model = VAE()
    model.compile(keras.optimizers.Adam(0.003))
    return Made(model, Draw().pixels(6, 6, 1))


class GAN(keras.Model):
    """Two optimizers and a `compile` of its own."""

    def __init__(self):
        super().__init__()
        self.judge = keras.Sequential([keras.Input((6, 6, 1)), layers.Conv2D(3, 3, 2), layers.LeakyReLU(0.2),
                                       layers.Flatten(), layers.Dense(1, "sigmoid")])  # fmt: skip
        self.maker = keras.Sequential([keras.Input((4,)), layers.Dense(36, "tanh"), layers.Reshape((6, 6, 1))])
        self.seeds = keras.random.SeedGenerator(11)

    def compile(self, judge_optimizer, maker_optimizer, loss):
        super().compile()
        self.judge_optimizer, self.maker_optimizer, self.loss_fn = judge_optimizer, maker_optimizer, loss
        self.judge_loss, self.maker_loss = keras.metrics.Mean("d_loss"), keras.metrics.Mean("g_loss")

    @property
    def metrics(self):
        return [self.judge_loss, self.maker_loss]

    def train_step(self, real):
        size = ops.shape(real)[0]
        fake = self.maker(keras.random.normal((size, 4), seed=self.seeds))
        labels = ops.concatenate([ops.ones((size, 1)), ops.zeros((size, 1))], axis=0)
        labels += 0.05 * keras.random.uniform(ops.shape(labels), seed=self.seeds)
        with tf.GradientTape() as tape:
            judged = self.loss_fn(labels, self.judge(ops.concatenate([fake, real], axis=0)))
        self.judge_optimizer.apply_gradients(
            zip(tape.gradient(judged, self.judge.trainable_weights), self.judge.trainable_weights, strict=True)
        )
        noise = keras.random.normal((size, 4), seed=self.seeds)
        with tf.GradientTape() as tape:
            fooled = self.loss_fn(ops.zeros((size, 1)), self.judge(self.maker(noise)))
        self.maker_optimizer.apply_gradients(
            zip(tape.gradient(fooled, self.maker.trainable_weights), self.maker.trainable_weights, strict=True)
        )
        self.judge_loss.update_state(judged)
        self.maker_loss.update_state(fooled)
        return {"d_loss": self.judge_loss.result(), "g_loss": self.maker_loss.result()}


@specimen(quiet=False, explained=False)
def adversaries():
    model = GAN()
    model.compile(keras.optimizers.Adam(0.003), keras.optimizers.Adam(0.003), keras.losses.BinaryCrossentropy())
    return Made(model, Draw().pixels(6, 6, 1))


class MetricLearning(keras.Model):
    """Pairs of pictures, no labels; the loss is what its author compiled, the logs its own tracker."""

    def train_step(self, data):
        anchors, positives = data[0] if isinstance(data, tuple) else data
        with tf.GradientTape() as tape:
            near, far = self(anchors, training=True), self(positives, training=True)
            likeness = ops.einsum("ae,pe->ap", near, far) / 0.2
            loss = self.compute_loss(y=ops.arange(ops.shape(anchors)[0]), y_pred=likeness)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables, strict=True))
        return {"loss": loss}


@specimen()
def metric_learning():
    inputs = keras.Input((6, 6, 1))
    x = layers.Dense(3)(layers.Flatten()(layers.Conv2D(2, 3, activation="relu")(inputs)))
    model = MetricLearning(inputs, layers.UnitNormalization()(x))
    return compiled(model, (Draw().pixels(6, 6, 1), Draw(8).pixels(6, 6, 1)), None,
                    keras.losses.SparseCategoricalCrossentropy(from_logits=True))  # fmt: skip


class Endpoint(layers.Layer):
    """Adds its loss itself, from the labels that are an input."""

    def call(self, labels, predicted):
        self.add_loss(ops.mean(keras.losses.sparse_categorical_crossentropy(labels, predicted)))
        return predicted


@specimen()
def loss_inside():
    """A dict of inputs, the labels among them, and no loss compiled."""
    image, labels = keras.Input((6, 6, 1), name="image"), keras.Input((1,), dtype="int32", name="label")
    predicted = layers.Dense(3, "softmax")(layers.Flatten()(image))
    model = keras.Model({"image": image, "label": labels}, Endpoint()(labels, predicted))
    return compiled(model, {"image": Draw().pixels(6, 6, 1), "label": Draw().codes(3, 1)}, None, None)


@specimen()
def reads_signs():
    """CTC: a loss that compares sequences of different lengths."""
    inputs = keras.Input((6, 4))
    x = layers.Dense(5)(layers.Bidirectional(layers.LSTM(3, return_sequences=True))(inputs))
    return compiled(keras.Model(inputs, x), Draw().numbers(6, 4), 1 + Draw().codes(4, 2), keras.losses.CTC())


class Distiller(keras.Model):
    """A student that learns from a teacher, by a `compute_loss` of its own."""

    def __init__(self, student, teacher):
        super().__init__()
        self.student, self.teacher = student, teacher

    def call(self, x):
        return self.student(x)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        soft = ops.softmax(self.teacher(x, training=False) / 3.0)
        own = super().compute_loss(x, y, y_pred, sample_weight)
        return 0.5 * own + 0.5 * ops.mean(keras.losses.kl_divergence(soft, ops.softmax(y_pred / 3.0)))


@specimen()
def distillation():
    student, teacher = (keras.Sequential([keras.Input((4,)), layers.Dense(w, "relu"), layers.Dense(3)]) for w in (3, 9))
    teacher.trainable = False
    model = Distiller(student, teacher)
    return compiled(model, Draw().numbers(4), Draw().codes(3),
                    keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])  # fmt: skip


class Diffusion(keras.Model):
    """Noise in training and none in testing, by its own steps; dropout inside."""

    def __init__(self):
        super().__init__()
        self.net = keras.Sequential([keras.Input((5,)), layers.Dense(8, "swish"), layers.Dropout(0.2), layers.Dense(4)])
        self.seeds, self.tracker = keras.random.SeedGenerator(5), keras.metrics.Mean(name="noise_loss")

    @property
    def metrics(self):
        return [self.tracker]

    def call(self, x):
        return self.net(ops.concatenate([x, ops.zeros_like(x[:, :1])], axis=1))

    def train_step(self, x):
        noise = keras.random.normal(ops.shape(x), seed=self.seeds)
        share = keras.random.uniform((ops.shape(x)[0], 1), seed=self.seeds)
        with tf.GradientTape() as tape:
            mixed = ops.sqrt(1 - share) * x + ops.sqrt(share) * noise
            loss = ops.mean(ops.square(noise - self.net(ops.concatenate([mixed, share], 1), training=True)))
        self.optimizer.apply(tape.gradient(loss, self.net.trainable_weights), self.net.trainable_weights)
        self.tracker.update_state(loss)
        return {"noise_loss": self.tracker.result()}


@specimen()
def diffusion():
    model = Diffusion()
    model.compile(keras.optimizers.AdamW(0.003))
    return Made(model, Draw().numbers(4))


@specimen(quiet=False)
def sampling_classifier():
    """Random also when it is only asked; trained as Keras trains."""
    inputs = keras.Input((4,))
    parts = layers.Dense(3)(inputs), layers.Dense(3)(inputs)
    model = keras.Model(inputs, layers.Dense(2, "softmax")(Sampling()(parts)))
    return compiled(model, Draw().numbers(4), Draw().codes(2), "sparse_categorical_crossentropy")


@specimen()
def noisy_training():
    """Changes its pictures while it trains."""
    model = keras.Sequential(
        [keras.Input((6, 6, 1)), layers.RandomFlip(seed=1), layers.GaussianNoise(0.1, seed=2), layers.Flatten(),
         layers.Dense(3, "softmax")]
    )  # fmt: skip
    return compiled(model, Draw().pixels(6, 6, 1), Draw().codes(3), "sparse_categorical_crossentropy")
