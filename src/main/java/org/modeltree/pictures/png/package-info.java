/** Drawings as pictures of pixels, and the font of their words. */
package org.modeltree.pictures.png;
