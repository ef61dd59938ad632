/** Drawings of shapes and words, in the colours of the pages, and how they become SVG. */
package org.modeltree.pictures.drawing;
