/**
 * Types of `<modeltree-card>` and of its events. The element itself comes from the service, as `/modeltree-card.js`:
 *
 *     import "modeltree-client/card";
 *
 *     document.querySelector("modeltree-card")?.addEventListener("modeltree-load", (event) => event.detail.name);
 */
import type { components } from "./schema.js";

/** Attributes of the element. */
export interface ModeltreeCardAttributes {
  /** Id of the model; an alias or another spelling works too. */
  model: string;
  /** Keys of `labels.sections`, separated by spaces, or `all`. */
  sections?: string;
  /** Number of capabilities. */
  rows?: number | string;
  /** Otherwise what the reader prefers. */
  theme?: "light" | "dark";
  /** Address of the service, unless it is where the script comes from. */
  base?: string;
}

/** The card has arrived. */
export type ModeltreeCardLoad = CustomEvent<components["schemas"]["Card"]>;

/** The card cannot be shown. */
export type ModeltreeCardError = CustomEvent<components["schemas"]["Problem"] | Error>;

declare global {
  interface HTMLElementTagNameMap {
    "modeltree-card": HTMLElement;
  }

  interface HTMLElementEventMap {
    "modeltree-load": ModeltreeCardLoad;
    "modeltree-error": ModeltreeCardError;
  }
}
