/** Past, waiting and running imports as a list. Imports {@code formats} and what that imports. */
package org.modeltree.imports.history;
