/**
 * Two models that are one become one: everything moves to the one that stays, by the trust of imports. Imports
 * {@code imports} and what that imports.
 */
package org.modeltree.imports.merging;
