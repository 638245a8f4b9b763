"""What the reader of a list remarks about a line, for the person who decides on it."""

from collections.abc import Mapping

from portal.core.sentences import Sentence, say

NOTES: Mapping[str, Sentence] = {
    "empty": say("There is no name on this line."),
    "heading": say("This looks like a heading or a sentence rather than a name."),
    "individual": say("This looks like a person rather than an organisation."),
    "several_names": say("Several names of one body were found on this line."),
    "perhaps_several": say("These may be two bodies: a stroke stands between them."),
    "members": say("The brackets seem to hold the members of a network."),
    "place": say("The end looks like a place; it was left in the name."),
    "continued": say("A comma stood before this; it may belong to the line above."),
    "repeated": say("The same name stands on an earlier line of this list."),
    "extra_cells": say("This line had more cells than the others; they were joined."),
    "damaged": say("Some letters could not be read in this encoding."),
    "cut": say("The line is longer than a name can be; only its beginning was taken."),
}
