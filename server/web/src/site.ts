// What every page loads: suggestions below the search field, and the lights of articles.
import { lightIn } from "./site/lights.ts";
import { suggestIn } from "./site/suggestions.ts";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-suggest]")) {
  suggestIn(form);
}
lightIn(document);
