/** Offerings that are stored under another name of their provider. Imports {@code formats} and what that imports. */
package org.modeltree.imports.renamed;
