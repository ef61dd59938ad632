/** The page of a card: its bars and gauge as positions, today's offerings, and its place in the tree. */
package org.modeltree.pages.card;
