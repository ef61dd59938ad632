/**
 * The starter catalog, assembled at build from the small files that curators edit. Imports {@code offering.provider}; the
 * service itself only reads what is made here.
 */
package org.modeltree.startup.starter;
