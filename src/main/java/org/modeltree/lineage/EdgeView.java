package org.modeltree.lineage;

/** A child and a parent as JSON. */
record EdgeView(String child, String parent, String relation, String method) {}
