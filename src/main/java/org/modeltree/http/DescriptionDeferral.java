package org.modeltree.http;

import io.quarkus.arc.Lock;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;

/** Lets {@link DescriptionOnDemand} come before Quarkus's own maker of the API's description. */
public class DescriptionDeferral implements BuildCompatibleExtension {

    /** For the one class that is named. */
    @Enhancement(types = OpenApiDocumentService.class)
    public void defer(ClassConfig documents) {
        documents.addAnnotation(Lock.class);
    }
}
