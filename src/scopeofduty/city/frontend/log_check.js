// "Check this yourself": each form of the page checks its proof here, in the browser. Without JavaScript the
// form stays away, and the other ways are there.
import { attach } from "../../../../js/verify/form.js";

for (const form of document.querySelectorAll("form[data-check]")) {
  attach(form);
  form.hidden = false;
}
