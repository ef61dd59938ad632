/**
 * Webhooks, which send the changes of the catalog to addresses of curators, and the log of their deliveries. Imports
 * {@code webhooks.delivery}, {@code changes} and what that imports.
 */
package org.modeltree.webhooks;
