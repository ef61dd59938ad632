/**
 * Undo of imports: what an import changed is changed back, where nothing newer was written over it. Imports {@code formats}
 * and what that imports.
 */
package org.modeltree.imports.undo;
