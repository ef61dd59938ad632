/**
 * `<modeltree-card>` in JSX of React:
 *
 *     import "modeltree-client/card-react";
 */
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { ModeltreeCardAttributes } from "./card.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "modeltree-card": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & ModeltreeCardAttributes;
    }
  }
}
