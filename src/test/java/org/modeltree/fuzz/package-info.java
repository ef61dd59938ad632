/** Seeded random requests against the packaged service, made from the OpenAPI document and broken on purpose. */
package org.modeltree.fuzz;
