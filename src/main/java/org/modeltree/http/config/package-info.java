/** Settings of the service and the bounds that they are checked against, and the clock. Imports {@code revision}. */
package org.modeltree.http.config;
