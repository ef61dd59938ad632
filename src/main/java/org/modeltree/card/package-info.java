/** Cards, comparisons and localized words. Imports every other feature. */
package org.modeltree.card;
