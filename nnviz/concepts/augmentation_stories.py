"""Something observed about augmentation, what follows, and what does not."""

from nnviz.concepts.check import Story

STORIES = (
    Story(
        "A network is to read house numbers. Somebody adds “mirror left to right” to the training",
        "It should go: a mirrored 2 is no 2, and nobody will ever show it one",
        {
            "It should stay: more variety never harms": "It teaches that a mirrored 2 is a 2, which never comes.",
            "It makes no difference, since labels stay the same": "The label is there, but no longer true.",
            "It should be used on the validation images as well": (
                "They stand for what will come, and mirrored numbers will not."
            ),
        },
    ),
    Story(
        "With strong changes the training loss is **higher** than the validation loss",
        "That can be: training digits are changed and hard, validation digits are as they are",
        {
            "The two curves were mixed up": "They need not be: training is measured on the changed, harder pictures.",
            "The network overfits": "Overfitting is the other way round: low on training examples, high on new ones.",
            "There is a leak from validation into training": (
                "A leak makes validation too good, but here training is made too hard."
            ),
        },
    ),
    Story(
        "Ten changed copies of each of a thousand photographs are saved; **then** a tenth of the ten thousand is held "
        "out for validation",
        "The score will be too good: copies of one photograph are on both sides",
        {
            "All is well: ten thousand are ten times as many": "They are a thousand photographs still.",
            "The score will be too low, since copies are harder": (
                "Most validation pictures have a near twin in training, which makes them easy."
            ),
            "Nothing is wrong as long as the copies are shuffled": (
                "Shuffling spreads the copies over both sides: that is the leak."
            ),
        },
    ),
    Story(
        "With 50 digits, small changes raise the score on upright digits by a point, on digits turned by 30° by twenty",
        "Changes teach above all what they show",
        {
            "Turned digits are easier to read": "Without changes they are read far worse than upright ones.",
            "Augmentation does not work with few examples": "Twenty points are a lot.",
            "The network has learnt the validation digits": "Nobody showed it those.",
        },
    ),
)
