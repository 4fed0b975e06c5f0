// The form for a case: keeps the draft while it is typed. Buttons do the same.
import { keepDraft } from "./draft.js";

keepDraft(document.querySelector("[data-draft]"));
