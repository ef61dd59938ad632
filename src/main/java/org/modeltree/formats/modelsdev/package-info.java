/** models.dev: a reader of both of its files, and a writer of its models. Imports {@code formats.source} and {@code identity}. */
package org.modeltree.formats.modelsdev;
