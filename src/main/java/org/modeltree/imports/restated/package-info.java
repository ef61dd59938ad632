/** Statements of a file that only repeat an export of this service. Imports {@code formats} and what that imports. */
package org.modeltree.imports.restated;
