// Leads a program that reads LiteLLM's prices at their publisher's address to the service in MODELTREE.
const PUBLISHED = /^https:\/\/raw\.githubusercontent\.com\/BerriAI\/litellm\/.*\/model_prices_and_context_window\.json$/;
const own = globalThis.fetch;

globalThis.fetch = (address, options) => {
  if (!PUBLISHED.test(String(address))) {
    throw new Error(`no other address is asked, was ${address}`);
  }
  return own(`${process.env.MODELTREE}/compat/litellm/model_prices_and_context_window.json`, options);
};
