/** Models of the Hugging Face Hub: a reader. Imports {@code formats.source} and {@code identity}. */
package org.modeltree.formats.huggingface;
