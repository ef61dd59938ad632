package org.modeltree.bench.spring;

import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class ModelController {

    private final ModelRepository models;

    ModelController(ModelRepository models) {
        this.models = models;
    }

    @GetMapping("/api/v1/models/{vendor}/{slug}")
    @Transactional(readOnly = true)
    public ModelView one(@PathVariable("vendor") String vendor, @PathVariable("slug") String slug) {
        return models.findById(vendor + "/" + slug)
                .map(ModelView::of)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
