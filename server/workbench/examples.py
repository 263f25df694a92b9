"""Texts to try the workbench with; they are made up."""

EXAMPLES = (
    "While Ankara denied it, Kyiv said that Turkey had sold drones to Sudan.",
    (
        "Ilham Aliyev, the president of Azerbaijan, threatened Iran on Tuesday. "
        "Azerbaijan plans to hold a military exercise with Turkey next month."
    ),
)
