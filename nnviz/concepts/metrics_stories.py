"""Something observed about scores, what follows, and what does not."""

from nnviz.concepts.check import Story

STORIES = (
    Story(
        "In a bank, 1 payment in 1,000 is a fraud. A model reports **99.9 %** accuracy",
        "Nothing yet: a model that never says fraud has that accuracy too",
        {
            "It finds 99.9 % of all frauds": "That would be its recall. Accuracy counts honest payments too.",
            "It is an excellent model": (
                "So says the number. But never saying fraud reaches 99.9 % as well: look at recall and precision."
            ),
            "It is wrong in 99.9 % of frauds": "Nothing is said about frauds alone.",
        },
    ),
    Story(
        "Every number that a network says is squared: 0.9 becomes 0.81, 0.5 becomes 0.25. Its order of people stays",
        "The area under the ROC stays, the calibration changes",
        {
            "Both get worse": "The ROC asks only who stands before whom, and squares keep the order.",
            "Both stay": "“Told 81 %” is another promise than “told 90 %”: how often it comes true has not changed.",
            "The calibration stays, the area under the ROC changes": (
                "It is the other way round: the area looks at order, calibration at the numbers themselves."
            ),
        },
    ),
    Story(
        "A test for a dangerous but curable illness is to be set up. A miss can cost a life, a false alarm "
        "a second look",
        "A low threshold: more false alarms, fewer misses",
        {
            "A high threshold: fewer false alarms, more misses": "Then the dear error becomes the frequent one.",
            "A threshold of 0.5, which is neutral": "It is neutral only where both errors cost the same.",
            "The threshold with the best accuracy": "Accuracy counts misses and false alarms alike; here they are not.",
        },
    ),
)
