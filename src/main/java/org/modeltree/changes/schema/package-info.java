/** The JSON Schema of the catalog: the keys of its types, faults in words, and limits on what is validated. Imports {@code http}. */
package org.modeltree.changes.schema;
