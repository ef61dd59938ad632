/** The change log as it grows: an Atom feed, and a stream of events. Imports {@code changes.log} and what that imports. */
package org.modeltree.changes.feed;
