// Compiled, not run: the compiler is the test of these types.
import "../src/card.js";
import "../src/card-react.js";

export const card = <modeltree-card model="openai/instructgpt" lang="zh" rows={5} theme="dark" sections="all" />;

// @ts-expect-error a card needs a model
export const none = <modeltree-card rows={5} />;

// @ts-expect-error there is no such theme
export const blue = <modeltree-card model="openai/instructgpt" theme="blue" />;

export function name(element: HTMLElementTagNameMap["modeltree-card"]): void {
  element.addEventListener("modeltree-load", (event) => console.log(event.detail.name, event.detail.labels.sections.pricing));
}
