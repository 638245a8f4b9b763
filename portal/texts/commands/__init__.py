"""Acts on texts: creating, editing, arranging, translating, importing."""

from portal.texts.commands.arranging import (
    delete_block,
    insert_block,
    merge_blocks,
    move_block,
    restore_block,
    split_block,
)
from portal.texts.commands.creating import NewBlock, create_text, open_languages
from portal.texts.commands.editing import edit_block, make_source, revert_block
from portal.texts.commands.importing import import_wording
from portal.texts.commands.translating import (
    approve_translation,
    return_translation,
    review_translation,
    save_translation,
    submit_translation,
    wish_translation,
)

__all__ = [
    "NewBlock",
    "approve_translation",
    "create_text",
    "delete_block",
    "edit_block",
    "import_wording",
    "insert_block",
    "make_source",
    "merge_blocks",
    "move_block",
    "open_languages",
    "restore_block",
    "return_translation",
    "revert_block",
    "review_translation",
    "save_translation",
    "split_block",
    "submit_translation",
    "wish_translation",
]
