import { createRoot } from "react-dom/client";

createRoot(document.querySelector("main")).render(<modeltree-card model="openai/instructgpt" />);
