/** Rows of an entity's page are opened in place; heard by the whole page, whose content is shown anew. */
import { openRows } from "./rows.js";

openRows(document.body);
