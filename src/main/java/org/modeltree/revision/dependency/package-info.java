/**
 * Which parts of the catalog an answer was made of, and which parts the last revisions changed. Imports {@code revision}.
 */
package org.modeltree.revision.dependency;
