"""Transfer learning: layers of a network that knows some shapes, for a task that has ten examples of others."""

import nnviz

few = nnviz.DataSpec(source="shapes", settings={"classes": 5, "points": 1200})
known = few.replace(only_classes=("circle", "triangle", "ring"))
other = few.replace(only_classes=("square", "cross"), training_examples=10)

network = nnviz.suggest(nnviz.load_data(known).schema)
train = nnviz.TrainSpec(epochs=15, learning_rate=0.01)
source = nnviz.train(nnviz.Experiment(data=known, model=network, train=train))

transfer = nnviz.take_layers(source, other)  # frozen; the output is made anew
print(f"taken from {source.id}: {', '.join(transfer.layers)}")
head = train.replace(batch_size=10, epochs=30)
transferred = nnviz.train(nnviz.Experiment(data=other, model=transfer.model, train=head))
scratch = nnviz.train(nnviz.Experiment(data=other, model=nnviz.suggest(nnviz.load_data(other).schema), train=head))

finer = nnviz.fine_tuning(transferred.experiment, epochs=40)  # every layer learns, at a tenth of the learning rate
tuned = nnviz.train(finer, start_from=transferred)
for name, run in (("from scratch", scratch), ("transferred", transferred), ("fine-tuned", tuned)):
    print(f"{name}: {run.history()['val_accuracy'][-1]:.1%} of the held-out shapes")
