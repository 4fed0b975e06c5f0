// The quick note: kept on this device while it is typed, then sent. The button does the same.
import { keepDraft } from "./draft.js";
import "./names.js";

keepDraft(document.querySelector("[data-draft]"));
