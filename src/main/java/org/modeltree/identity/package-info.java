/**
 * Resolution of ids to models: spellings of ids, matching of offerings, and {@code /resolve}. Imports
 * {@code offering} and what that imports.
 */
package org.modeltree.identity;
