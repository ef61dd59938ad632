/**
 * Which model an id means: how sources spell ids, matching of offerings to models, and {@code /resolve}. Imports
 * {@code offering} and what that imports.
 */
package org.modeltree.identity;
