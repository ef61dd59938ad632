/**
 * Offerings whose model imports did not find: the queue that imports fill, and the decisions of curators that later imports
 * follow. Imports {@code formats} and what that imports.
 */
package org.modeltree.imports.unmatched;
