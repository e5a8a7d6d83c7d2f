"""A table of one's own: prepared, augmented, trained over folds and then once more, and scored on its test part."""

from sklearn.datasets import load_wine

import nnviz

frame = load_wine(as_frame=True).frame
data = nnviz.own_data(
    frame,
    target="target",
    title="Wine",
    test_fraction=0.2,
    steps=(nnviz.StepSpec(name="outliers"), nnviz.StepSpec(name="scale")),
    augmentations=[nnviz.AugmentationSpec(name="noise", settings={"deviation": 0.1})],
)
dataset = nnviz.load_data(data)
noisy = nnviz.augment(dataset.train.x, data.augmentations)
print(f"noise moves a value by {abs(noisy - dataset.train.x).mean():.2f} deviations on average")
network = nnviz.suggest(dataset.schema, len(dataset.train))
experiment = nnviz.Experiment(data=data, model=network, train=nnviz.TrainSpec(epochs=20))

folds = nnviz.study(nnviz.StudySpec(base=experiment, kind="folds", count=3))
mean, deviation = folds.spread
print(f"over {len(folds.rows)} folds: {mean:.1%} ± {deviation:.1%}")

run = nnviz.train(experiment)
scored = nnviz.evaluate(run.model(), dataset.test.x, dataset.test.y, class_names=dataset.schema.class_names)
print(f"test accuracy {scored.scores['accuracy']:.1%}")
print(scored.confusion)
