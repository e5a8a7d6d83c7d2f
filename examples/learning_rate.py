"""Find a learning rate for your own model in one short training, and train with it."""

import nnviz

experiment = nnviz.ready("breast_cancer")
test = nnviz.learning_rate_finder(experiment)
print(f"falls fastest at {test.suggestion:.2g}, lowest at {test.lowest:.2g}, breaks at {test.breaks or 10:.2g}")

train = experiment.train.replace(learning_rate=test.suggestion, epochs=40)
run = nnviz.train(experiment.replace(train=train))
print(f"accuracy on held-out patients {run.history()['val_accuracy'][-1]:.1%}")
