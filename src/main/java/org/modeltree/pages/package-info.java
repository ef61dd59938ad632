/**
 * Entry points for people and programs that know only the address of the service: the start page, the index of the API, and
 * the files that browsers, crawlers and agents look for. Imported by nobody.
 */
package org.modeltree.pages;
