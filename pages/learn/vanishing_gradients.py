"""Learn: vanishing and exploding gradients. Its text is in vanishing_gradients.md, its picture in
nnviz/web/lessons/vanishing_gradients/picture.js."""

from nnviz.concepts import vanishing_gradients_check
from nnviz.concepts.deep_races import deep_experiment, deep_model
from pages.shared.lessons import deep, lesson
from pages.shared.lessons.lesson import Door

text = lesson.begin("vanishing_gradients")
lesson.picture(text, {}, deep.answer)
lesson.rest(
    text,
    vanishing_gradients_check.ask,
    vanishing_gradients_check.judge,
    doors=(
        Door(
            "Train twelve layers of sigmoid",
            "Opens Train with a deep network that hardly learns: look at its gradients while it trains",
            lambda: deep_experiment("Twelve layers of sigmoid", deep_model("sigmoid"), learning_rate=0.02),
        ),
        Door(
            "Train the same with ReLU and He",
            "Opens Train with the same depth and another activation and initializer",
            lambda: deep_experiment("Twelve layers of ReLU", deep_model("relu", "he_normal"), learning_rate=0.02),
        ),
        Door(
            "See the gradients of your own network",
            "Opens Gradients with the run in hand",
            page="pages/inside/gradients.py",
        ),
    ),
)
