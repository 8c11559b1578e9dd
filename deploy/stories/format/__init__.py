"""Stories as data: what a hospital's analyst writes, checked and merged into one installation and one timeline.

Owns the models of the files and their errors. Does not own playing them (the rest of `deploy.stories`) or the site's own rules (`shared.site`).
"""

from deploy.stories.format.book import Book, Moment, load
from deploy.stories.format.expect import Expect
from deploy.stories.format.fill import fill
from deploy.stories.format.problem import StoryError
from deploy.stories.format.step import Deed, Step
from deploy.stories.format.story import Person, Story
from deploy.stories.format.visit import coverages, patient, visit

__all__ = ["Book", "Deed", "Expect", "Moment", "Person", "Step", "Story", "StoryError", "coverages", "fill", "load", "patient", "visit"]
