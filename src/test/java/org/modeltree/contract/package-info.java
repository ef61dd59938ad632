/** The service held to the committed OpenAPI document. */
package org.modeltree.contract;
