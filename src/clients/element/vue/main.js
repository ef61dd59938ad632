import { createApp } from "vue/dist/vue.esm-bundler.js";

const app = createApp({ template: `<modeltree-card model="openai/instructgpt"></modeltree-card>` });
app.config.compilerOptions.isCustomElement = (tag) => tag.startsWith("modeltree-");
app.mount("main");
