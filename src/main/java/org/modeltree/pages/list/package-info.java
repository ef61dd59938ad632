/** Pages of lists: the start page with the family tree, search, prices and changes. */
package org.modeltree.pages.list;
