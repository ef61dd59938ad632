/** Both files of models.dev: readers and a writer. Imports {@code formats.source} and {@code identity}. */
package org.modeltree.formats.modelsdev;
