/**
 * Pictures of cards, gauges and bands, and badges: drawn from the answers of the API, and sent as SVG or PNG. Imported by
 * nobody.
 */
package org.modeltree.pictures;
