/** Tests that compare the running service with the committed OpenAPI document. */
package org.modeltree.contract;
